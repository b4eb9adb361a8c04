"""EWS as data: every element, attribute and enumeration we know, in tables; nothing here does anything."""
