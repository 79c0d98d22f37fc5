/** Lives of single accounts, told on a platform of their own: what the rules of the domain come to for an owner. */
@NullMarked
package io.fallow.story;

import org.jspecify.annotations.NullMarked;
