package io.fallow.story;

import io.fallow.owner.Explain;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import io.fallow.run.NightRunner;

/** Fallow as a story meets it: the night, and everywhere an owner or an operator can turn to. */
public record Desks(NightRunner nights, OwnerDesk owner, PropertyWindows windows, Holds holds, Explain explain) {}
