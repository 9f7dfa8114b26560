"""How actors stand, from predictions and a random sample of labels, with intervals that hold the truth."""
