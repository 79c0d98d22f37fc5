/** What can be set, validated when the program starts. Everybody may use it; it uses nothing. */
@NullMarked
package io.fallow.settings;

import org.jspecify.annotations.NullMarked;
