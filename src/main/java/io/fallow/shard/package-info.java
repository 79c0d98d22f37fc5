/**
 * Several databases of one platform, each a whole Fallow of its own: nights, questions and limits over all of them. Uses nights
 * ({@code run}), the seam in the steps, the ledger and the settings.
 */
@NullMarked
package io.fallow.shard;

import org.jspecify.annotations.NullMarked;
