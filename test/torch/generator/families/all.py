"""Every loss's family."""

from . import binary, classification, distribution, multilabel, projected, ranking, regression, sequence, triplet

FAMILIES = {
    name: family
    for module in (regression, classification, binary, distribution, ranking, triplet, multilabel, sequence, projected)
    for name, family in module.FAMILIES.items()
}
