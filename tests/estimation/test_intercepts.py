"""The random-intercept model against a general optimiser, dense matrices and integration on a grid."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import log_softmax

from stance.estimation.intercepts import Labelled, Prior, fit
from stance.estimation.intervals import weighted_quantiles
from stance.estimation.posterior import BETWEEN_ACTORS, BETWEEN_SCALE, posterior
from stance.estimation.softmax import CONTRASTS, softmax

PRIOR = Prior(mean=np.array([0.9, 0.0]), sd=np.array([0.4, 0.8]))
UNITS = 4


def labelled(seed, n=30, weighted=True):
    """Labels of four actors, the last of which has none, with a slope and a bias."""
    rng = np.random.default_rng(seed)
    design = np.stack([np.log(rng.dirichlet([1, 1, 1], n)), np.tile(CONTRASTS[:, 0], (n, 1))], axis=2)
    return Labelled(
        design=design,
        outcome=np.eye(3)[rng.integers(3, size=n)],
        unit=np.sort(rng.integers(UNITS - 1, size=n)),
        weight=rng.uniform(0.2, 1, n) if weighted else np.ones(n),
        scale=rng.uniform(1, 1.5, UNITS),
    )


def minus_log_posterior(place, data, sd):
    """The density written down a second time, row by row."""
    fixed, intercepts = place[:2], place[2:].reshape(UNITS, 2)
    total = 0.0
    for row, unit in enumerate(data.unit):
        logits = data.design[row] @ fixed + CONTRASTS @ intercepts[unit]
        total += data.weight[row] * log_softmax(logits) @ data.outcome[row]
    total -= ((fixed - PRIOR.mean) ** 2 / PRIOR.sd**2).sum() / 2
    return -(total - (intercepts**2 / (sd * data.scale[:, None]) ** 2).sum() / 2)


def curvature(place, data, sd, step=1e-4):
    """Second differences of the density."""
    n = len(place)
    steps = np.eye(n) * step

    def at(*moves):
        return minus_log_posterior(place + sum(moves), data, sd)

    return np.array([[(at(a, b) - at(a, -b) - at(-a, b) + at(-a, -b)) / (4 * step**2) for b in steps] for a in steps])


@pytest.mark.parametrize("sd", [0.15, 0.6, 2.5])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_mode_is_that_of_a_general_optimiser(seed, sd):
    data = labelled(seed)
    found = fit(data, PRIOR, sd)
    start = np.concatenate([PRIOR.mean, np.zeros(2 * UNITS)])
    best = minimize(minus_log_posterior, start, args=(data, sd), method="BFGS", options={"gtol": 1e-6})
    assert np.concatenate([found.fixed, found.intercepts.ravel()]) == pytest.approx(best.x, abs=1e-3)
    place = np.concatenate([found.fixed, found.intercepts.ravel()])
    assert minus_log_posterior(place, data, sd) <= best.fun + 1e-6


def test_it_does_not_matter_where_the_search_starts():
    data = labelled(2)
    direct, detour = fit(data, PRIOR, 0.9), fit(data, PRIOR, 0.9, start=fit(data, PRIOR, 3.5))
    assert detour.fixed == pytest.approx(direct.fixed, abs=1e-4)
    assert detour.intercepts == pytest.approx(direct.intercepts, abs=1e-4)


def test_covariances_are_those_of_the_dense_curvature():
    data, sd = labelled(3), 0.6
    found = fit(data, PRIOR, sd)
    dense = np.linalg.inv(curvature(np.concatenate([found.fixed, found.intercepts.ravel()]), data, sd))
    assert found.fixed_root @ found.fixed_root.T == pytest.approx(dense[:2, :2], rel=1e-3, abs=1e-5)
    for unit in range(UNITS):
        own = slice(2 + 2 * unit, 4 + 2 * unit)
        known_fixed = found.root[unit] @ found.root[unit].T
        from_fixed = found.slope[unit] @ dense[:2, :2] @ found.slope[unit].T
        assert known_fixed + from_fixed == pytest.approx(dense[own, own], rel=1e-3, abs=1e-5)
        assert found.slope[unit] @ dense[:2, :2] == pytest.approx(dense[own, :2], rel=1e-3, abs=1e-5)


def test_the_evidence_is_laplace_s():
    data = labelled(4)

    def laplace(sd):
        found = fit(data, PRIOR, sd)
        place = np.concatenate([found.fixed, found.intercepts.ravel()])
        log_det = np.linalg.slogdet(curvature(place, data, sd))[1]
        return found.log_evidence, -minus_log_posterior(place, data, sd) - log_det / 2 - 2 * UNITS * np.log(sd)

    ours, dense = np.array([laplace(sd) for sd in (0.3, 0.9, 2.5)]).T
    assert ours - ours[0] == pytest.approx(dense - dense[0], abs=1e-4)


def test_an_actor_without_labels_has_the_distribution_of_actors():
    data, sd = labelled(5), 0.9
    found = fit(data, PRIOR, sd)
    assert found.intercepts[-1] == pytest.approx([0, 0])
    assert found.root[-1] == pytest.approx(np.eye(2) * sd * data.scale[-1])


def test_a_row_of_double_weight_is_two_rows():
    data = labelled(6, weighted=False)
    weight = np.ones(30)
    weight[[3, 20]] = 2
    rows = np.append(np.arange(30), [3, 20])
    weighted = fit(Labelled(data.design, data.outcome, data.unit, weight, data.scale), PRIOR, 0.6)
    twice = fit(Labelled(data.design[rows], data.outcome[rows], data.unit[rows], np.ones(32), data.scale), PRIOR, 0.6)
    assert weighted.intercepts == pytest.approx(twice.intercepts, abs=1e-8)
    assert weighted.log_evidence == pytest.approx(twice.log_evidence)


@pytest.mark.parametrize("counts", [(4, 2, 6), (0, 1, 4), (0, 0, 12), (20, 3, 30)])
def test_the_posterior_of_one_actor_is_that_of_a_grid(counts):
    """Shares of an actor with the fixed effect as good as known, the standard deviation integrated out."""
    n = sum(counts)
    data = Labelled(np.zeros((n, 3, 1)), np.repeat(np.eye(3), counts, axis=0), np.zeros(n, int), np.ones(n), np.ones(1))
    found = posterior(data, Prior(mean=np.zeros(1), sd=np.full(1, 1e-6)))
    shares = softmax(found.intercepts[:, 0] @ CONTRASTS.T)
    line = np.linspace(-14, 14, 561)
    grid = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    on_grid = log_softmax(grid @ CONTRASTS.T, axis=1)
    density = np.zeros(len(grid))
    for sd in BETWEEN_ACTORS:  # even in the logarithm of sd, half-normal prior
        of_sd = sd * np.exp(-0.5 * (sd / BETWEEN_SCALE) ** 2)
        density += of_sd / sd**2 * np.exp(on_grid @ counts - 0.5 * (grid**2).sum(axis=1) / sd**2)
    density /= density.sum()
    assert found.weight[:, 0] @ shares == pytest.approx(density @ np.exp(on_grid), abs=0.015)
    for k in range(3):
        drawn = weighted_quantiles(shares[:, [k]], found.weight, (0.025, 0.5, 0.975))[:, 0]
        exact = weighted_quantiles(np.exp(on_grid[:, [k]]), density[:, None], (0.025, 0.5, 0.975))[:, 0]
        assert drawn == pytest.approx(exact, abs=0.04)
