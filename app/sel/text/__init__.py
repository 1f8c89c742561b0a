"""Words: codes and facts from below become sentences, in the language of one Speaker."""
