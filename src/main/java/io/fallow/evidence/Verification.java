package io.fallow.evidence;

import org.jspecify.annotations.Nullable;

/**
 * How the evidence stands.
 *
 * @param seals links that are as they were, up to the first problem
 * @param decisions that they cover
 * @param unsealed decisions of unfinished runs, which no seal can cover yet; 0 when there is a problem
 * @param waiting decisions of acts that the platform made in SQL, until the next night or `fallow seal acts` seals them; 0 when there is a
 *     problem
 * @param head the digest of the last of those links; null when there is none
 * @param problem null when everything is intact
 */
public record Verification(
        boolean intact,
        long seals,
        long decisions,
        long unsealed,
        long waiting,
        @Nullable String head,
        @Nullable Finding problem) {}
