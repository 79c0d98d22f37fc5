/** What can be set, validated when the program starts. Everybody may use it; it uses {@link io.fallow.lifecycle} alone, for what a zone is. */
@NullMarked
package io.fallow.settings;

import org.jspecify.annotations.NullMarked;
