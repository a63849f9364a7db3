"""Every loss's family."""

from . import binary, classification, regression

FAMILIES = {**regression.FAMILIES, **classification.FAMILIES, **binary.FAMILIES}
