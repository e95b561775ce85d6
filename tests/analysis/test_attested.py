"""Which rare words of English anybody writes."""

from search.analysis.attested import RAREST, attested


def test_a_rare_name_is_attested_and_a_slip_is_not() -> None:
    assert attested("government") > attested("nimes") >= RAREST
    assert attested("govermennt") == 0
    assert attested("") == 0
