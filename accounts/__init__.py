"""Who you are: users, roles with regional scope, sign-in, second factor, sessions, limits."""
