"""Work coded in other programs: documents, codes and the spans that carry them. Pure."""
