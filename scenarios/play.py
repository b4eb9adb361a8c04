"""What pytest collects in a run of ews-conform: every scenario of the features."""

from pytest_bdd import scenarios

from scenarios.cases import played

scenarios(*played())
