"""How pages look and speak: styles, components and template tags. Knows the law floor, and no area of work."""
