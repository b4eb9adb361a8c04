"""The sentences of the features, by who acts: each is one call on a person, or one check."""
