"""Tables and figures: reads predictions and numbers, never a model."""
