"""The tools of any office: clock, database, static files. Knows the law floor below it and nothing above."""
