"""What research is measured by: how far coders agree. Pure: values in, values out."""
