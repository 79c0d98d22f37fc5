-- Whether a demo would destroy something real: schema fallow or platform, without the mark that a demo leaves before it makes them.
SELECT to_regnamespace('fallow_demo') IS NULL
    AND (to_regnamespace('fallow') IS NOT NULL OR to_regnamespace('platform') IS NOT NULL)
