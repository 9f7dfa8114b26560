"""Figures: functions that take frames and return matplotlib Axes, in one colour-blind safe style."""

from stance.reporting.figures.actors import plot_actors as plot_actors
from stance.reporting.figures.classification import plot_calibration as plot_calibration
from stance.reporting.figures.classification import plot_class_balance as plot_class_balance
from stance.reporting.figures.classification import plot_confusion as plot_confusion
from stance.reporting.figures.classification import plot_learning_curve as plot_learning_curve
from stance.reporting.figures.coverage import plot_coverage as plot_coverage
from stance.reporting.figures.ngrams import plot_ngrams as plot_ngrams
from stance.reporting.figures.over_time import plot_stance_over_time as plot_stance_over_time
from stance.reporting.figures.saving import figures_of as figures_of
from stance.reporting.figures.saving import save_figures as save_figures
from stance.reporting.figures.targets import plot_actor_targets as plot_actor_targets
