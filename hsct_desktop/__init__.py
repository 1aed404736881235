"""HSCT Desktop: visits, toxicity and therapy after a haematopoietic stem cell transplant, for one ward on one desk."""

__version__ = "0.1.0"
APP_NAME = "HSCT Desktop"
"""The program's name on screen, on paper and in the folders of the system."""
SUFFIX = ".hsct"
"""How the names of data files end."""
