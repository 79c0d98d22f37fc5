package io.fallow.owner;

import io.fallow.lifecycle.Policy;
import java.time.LocalDate;

/**
 * One act on one or many accounts, in one transaction, sealed as one link.
 *
 * @param number common to its decisions
 * @param evidence how identities were verified, and by whom
 * @param today in the policy's zone
 */
record SealedAct(Act act, long number, String evidence, Policy policy, int policyVersion, LocalDate today) {}
