"""ecm_xl: audits, judgements and cluster workbooks for the Every Child Matters Standards."""

__version__ = "0.1.0"
