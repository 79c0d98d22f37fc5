/**
 * The domain, pure: states, facts, policy, rule, decision. It knows no database, no framework and no clock, and everything
 * that decides about an account is in here, once.
 */
@NullMarked
package io.fallow.lifecycle;

import org.jspecify.annotations.NullMarked;
