"""Lists, case pages, action forms and bulk actions of every kind of case, made from declarations."""
