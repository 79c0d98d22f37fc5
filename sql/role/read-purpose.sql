-- What the installation is for: a demo's or a test's platform is nobody's.
SELECT purpose FROM fallow.installation
