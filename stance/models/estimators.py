"""The estimators a configuration can name: one class each, and one line in the union below."""

from typing import Annotated, Any, Literal

from pydantic import Field

from stance.section import Section

ClassWeight = Literal["balanced"] | None

Targets = Literal["pooled", "separate", "both"]
"""One model for all targets, one for each, or the mean of the two."""


class LogisticRegressionConfig(Section):
    """L2-regularised logistic regression.

    Attributes
    ----------
    C : float
        Inverse strength of the regularisation.
    class_weight : 'balanced' or None
        Whether rare classes weigh more.
    max_iter : int
        Iterations of the solver at most.
    """

    name: Literal["logistic_regression"] = "logistic_regression"
    C: float = Field(1.0, gt=0)
    class_weight: ClassWeight = "balanced"
    max_iter: int = Field(1000, gt=0)

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from stance.models.merging import MergingLogisticRegression

        return MergingLogisticRegression(
            C=self.C, class_weight=self.class_weight, max_iter=self.max_iter, random_state=seed
        )


class LinearSVMConfig(Section):
    """Linear support vector machine, calibrated so that probabilities exist.

    Attributes
    ----------
    C : float
        Inverse strength of the regularisation.
    class_weight : 'balanced' or None
        Whether rare classes weigh more.
    calibration_folds : int
        Folds of the calibration at most; fewer when the smallest class is smaller.
    """

    name: Literal["linear_svm"] = "linear_svm"
    C: float = Field(1.0, gt=0)
    class_weight: ClassWeight = "balanced"
    calibration_folds: int = Field(5, ge=2)

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from sklearn.svm import LinearSVC

        from stance.models.calibrated import Calibrated

        svm = LinearSVC(C=self.C, class_weight=self.class_weight, random_state=seed)
        return Calibrated(svm, folds=self.calibration_folds, random_state=seed)


class RidgeConfig(Section):
    """Ridge classifier, calibrated so that probabilities exist.

    Attributes
    ----------
    alpha : float
        Strength of the regularisation.
    class_weight : 'balanced' or None
        Whether rare classes weigh more.
    calibration_folds : int
        Folds of the calibration at most; fewer when the smallest class is smaller.
    """

    name: Literal["ridge"] = "ridge"
    alpha: float = Field(1.0, gt=0)
    class_weight: ClassWeight = "balanced"
    calibration_folds: int = Field(5, ge=2)

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from sklearn.linear_model import RidgeClassifier

        from stance.models.calibrated import Calibrated

        ridge = RidgeClassifier(alpha=self.alpha, class_weight=self.class_weight, random_state=seed)
        return Calibrated(ridge, folds=self.calibration_folds, random_state=seed)


class ComplementNBConfig(Section):
    """Complement naive Bayes (Rennie et al. 2003).

    Attributes
    ----------
    alpha : float
        Additive smoothing.
    """

    name: Literal["complement_nb"] = "complement_nb"
    alpha: float = Field(1.0, gt=0)

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from sklearn.naive_bayes import ComplementNB

        return ComplementNB(alpha=self.alpha)


class NaiveBayesLogisticRegressionConfig(Section):
    """Logistic regression of features times their log-count ratio (Wang and Manning 2012); not for embeddings.

    Attributes
    ----------
    C : float
        Inverse strength of the regularisation.
    alpha : float
        Additive smoothing of the counts.
    class_weight : 'balanced' or None
        Whether rare classes weigh more.
    """

    name: Literal["nb_logistic_regression"] = "nb_logistic_regression"
    C: float = Field(1.0, gt=0)
    alpha: float = Field(1.0, gt=0)
    class_weight: ClassWeight = "balanced"

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from stance.models.naive_bayes import NaiveBayesLogisticRegression

        return NaiveBayesLogisticRegression(C=self.C, alpha=self.alpha, class_weight=self.class_weight)


class KernelLogisticRegressionConfig(Section):
    """Logistic regression with a radial kernel, which need not be linear; for embeddings.

    Attributes
    ----------
    gamma : float
        How fast similarity falls with squared distance.
    C : float
        Inverse strength of the regularisation.
    components : int
        Training sentences at most that others are compared with.
    class_weight : 'balanced' or None
        Whether rare classes weigh more.
    """

    name: Literal["kernel_logistic_regression"] = "kernel_logistic_regression"
    gamma: float = Field(1.0, gt=0)
    C: float = Field(1.0, gt=0)
    components: int = Field(1000, gt=0)
    class_weight: ClassWeight = "balanced"

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from stance.models.kernel import KernelLogisticRegression

        return KernelLogisticRegression(
            gamma=self.gamma,
            C=self.C,
            components=self.components,
            class_weight=self.class_weight,
            random_state=seed,
        )


class ActorRidgeConfig(Section):
    """Ridge regression for actors never seen, on labels pooled in part within the actors of the training part.

    Attributes
    ----------
    alpha : float
        Strength of the regularisation.
    share : float
        What the actor's mean weighs in each label, from 0 to 1.
    """

    name: Literal["actor_ridge"] = "actor_ridge"
    alpha: float = Field(0.1, gt=0)
    share: float = Field(0.4, ge=0, le=1)

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from stance.models.actor_ridge import ActorRidge

        return ActorRidge(alpha=self.alpha, share=self.share, random_state=seed)


class MajorityConfig(Section):
    """Always the most frequent class: the least a model must beat."""

    name: Literal["majority"] = "majority"

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from sklearn.dummy import DummyClassifier

        return DummyClassifier(strategy="most_frequent")


class StratifiedConfig(Section):
    """Classes drawn at random, as often as in the training part."""

    name: Literal["stratified"] = "stratified"

    def build(self, seed: int) -> Any:
        """Return the unfitted estimator."""
        from sklearn.dummy import DummyClassifier

        return DummyClassifier(strategy="stratified", random_state=seed)


EstimatorConfig = Annotated[
    LogisticRegressionConfig
    | LinearSVMConfig
    | RidgeConfig
    | ComplementNBConfig
    | NaiveBayesLogisticRegressionConfig
    | KernelLogisticRegressionConfig
    | ActorRidgeConfig
    | MajorityConfig
    | StratifiedConfig,
    Field(discriminator="name"),
]

BASELINES = (MajorityConfig(), StratifiedConfig())
"""What every model stands beside."""
