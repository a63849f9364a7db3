"""Every loss's family."""

from . import binary, classification, distribution, multilabel, ranking, regression, triplet

FAMILIES = {
    name: family
    for module in (regression, classification, binary, distribution, ranking, triplet, multilabel)
    for name, family in module.FAMILIES.items()
}
