package io.fallow.lifecycle;

/**
 * What a block means to its owner (R6, R7).
 *
 * @param idleTimeCounts whether dates on which the owner was locked out count towards being recycled
 * @param window through which the owner fetches what is theirs
 */
public record BlockRules(boolean idleTimeCounts, WindowRules window) {}
