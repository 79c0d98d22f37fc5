@NullMarked
package io.fallow.shard;

import org.jspecify.annotations.NullMarked;
