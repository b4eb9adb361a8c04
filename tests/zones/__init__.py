"""Windows zones as clients get to know them: evaluated from the XML of GetServerTimeZones alone, beside zoneinfo."""
