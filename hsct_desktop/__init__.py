"""HSCT Desktop: visits, toxicity and therapy after a haematopoietic stem cell transplant, for one ward on one desk."""

__version__ = "0.1.0"
