//! Logistic regression by iteratively reweighted least squares.

use paradup::restatement::Features;

/// How many features a pair has.
pub(crate) const FEATURES: usize = Features::NAMES.len();
/// The intercept and the coefficients.
const TERMS: usize = FEATURES + 1;
/// Penalty on the squares of the coefficients of standardised features; the intercept has none.
const PENALTY: f64 = 1.0;
const MOST_STEPS: usize = 50;
const SMALL_STEP: f64 = 1e-10;

/// What is fitted on: one pair.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) values: [f64; FEATURES],
    pub(crate) restated: bool,
    pub(crate) weight: f64,
}

/// A fitted regression, on features as they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    pub(crate) intercept: f64,
    pub(crate) coefficients: [f64; FEATURES],
}

impl Model {
    /// Fits, without the features that `used` leaves out: their coefficients are 0.
    pub(crate) fn fit(rows: &[Row], used: [bool; FEATURES]) -> Model {
        let scale = Scale::of(rows, used);
        let standard: Vec<([f64; TERMS], &Row)> =
            rows.iter().map(|row| (scale.terms(row), row)).collect();
        let mut terms = [0.0; TERMS];
        for _ in 0..MOST_STEPS {
            let step = newton_step(&standard, &terms);
            for (term, step) in terms.iter_mut().zip(step) {
                *term -= step;
            }
            if step.iter().all(|step| step.abs() < SMALL_STEP) {
                break;
            }
        }
        scale.raw(&terms)
    }

    /// As the detector does it: some pairs are no restatements whatever their values.
    pub(crate) fn judge(&self, features: &Features) -> f64 {
        if features.can_restate() { self.probability(&features.values()) } else { 0.0 }
    }

    pub(crate) fn probability(&self, values: &[f64; FEATURES]) -> f64 {
        let terms = self.coefficients.iter().zip(values);
        logistic(terms.fold(self.intercept, |sum, (coefficient, value)| sum + coefficient * value))
    }
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Weighted means and deviations.
struct Scale {
    means: [f64; FEATURES],
    deviations: [f64; FEATURES],
    used: [bool; FEATURES],
}

impl Scale {
    fn of(rows: &[Row], used: [bool; FEATURES]) -> Scale {
        let weight: f64 = rows.iter().map(|row| row.weight).sum();
        let mean = |of: &dyn Fn(&Row) -> f64| {
            rows.iter().map(|row| row.weight * of(row)).sum::<f64>() / weight
        };
        let means: [f64; FEATURES] = core::array::from_fn(|k| mean(&|row| row.values[k]));
        let square = |row: &Row, k: usize| (row.values[k] - means[k]) * (row.values[k] - means[k]);
        let deviations = core::array::from_fn(|k| libm::sqrt(mean(&|row| square(row, k))));
        Scale { means, deviations, used }
    }

    fn terms(&self, row: &Row) -> [f64; TERMS] {
        core::array::from_fn(|term| match term.checked_sub(1) {
            None => 1.0,
            Some(k) if self.used[k] => (row.values[k] - self.means[k]) / self.deviations[k],
            Some(_) => 0.0,
        })
    }

    fn raw(&self, terms: &[f64; TERMS]) -> Model {
        let coefficients: [f64; FEATURES] =
            core::array::from_fn(|k| terms[k + 1] / self.deviations[k]);
        let shift: f64 = coefficients.iter().zip(self.means).map(|(c, mean)| c * mean).sum();
        Model { intercept: terms[0] - shift, coefficients }
    }
}

fn newton_step(rows: &[([f64; TERMS], &Row)], terms: &[f64; TERMS]) -> [f64; TERMS] {
    let mut gradient = [0.0; TERMS];
    let mut hessian = [[0.0; TERMS]; TERMS];
    for (values, row) in rows {
        let logit = terms.iter().zip(values).map(|(term, value)| term * value).sum();
        let probability = logistic(logit);
        let error = row.weight * (probability - f64::from(u8::from(row.restated)));
        let curvature = row.weight * probability * (1.0 - probability);
        for i in 0..TERMS {
            gradient[i] += error * values[i];
            for j in 0..=i {
                hessian[i][j] += curvature * values[i] * values[j];
            }
        }
    }
    for i in 1..TERMS {
        gradient[i] += PENALTY * terms[i];
        hessian[i][i] += PENALTY;
    }
    solve(hessian, gradient)
}

/// Solves a positive definite system given by its lower triangle (Cholesky).
fn solve(mut matrix: [[f64; TERMS]; TERMS], mut vector: [f64; TERMS]) -> [f64; TERMS] {
    for i in 0..TERMS {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - sum;
            matrix[i][j] = if i == j { libm::sqrt(rest) } else { rest / matrix[j][j] };
        }
        let sum: f64 = (0..i).map(|k| matrix[i][k] * vector[k]).sum();
        vector[i] = (vector[i] - sum) / matrix[i][i];
    }
    for i in (0..TERMS).rev() {
        let sum: f64 = (i + 1..TERMS).map(|k| matrix[k][i] * vector[k]).sum();
        vector[i] = (vector[i] - sum) / matrix[i][i];
    }
    vector
}
