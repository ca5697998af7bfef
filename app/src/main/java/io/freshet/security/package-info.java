/**
 * Who may do what: tokens, scopes, and the issuer of tokens for development.
 */
@NullMarked
package io.freshet.security;

import org.jspecify.annotations.NullMarked;
