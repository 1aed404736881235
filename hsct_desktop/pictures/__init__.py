"""Timelines, rulers and glyphs as pure layout: facts in, drawing primitives out; painted on screen and on paper."""
