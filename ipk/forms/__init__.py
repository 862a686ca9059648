"""Shape and wording of what people type, one module a screen's noun. Never writes."""
