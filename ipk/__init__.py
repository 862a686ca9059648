"""Labour-market information: profile, self-assessment, vacancies, applications, evidence."""
