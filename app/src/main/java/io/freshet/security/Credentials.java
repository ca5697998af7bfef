package io.freshet.security;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Who asks for a token.
 *
 * @param username the name
 * @param password the password
 */
record Credentials(@Schema(example = "editor") @NotNull @Size(max = Credentials.LENGTH) String username,
		@Schema(example = "editor") @NotNull @Size(max = Credentials.LENGTH) String password) {

	static final int LENGTH = 200;

	/** Whoever prints this by accident prints no password. */
	@Override
	public String toString() {
		return "Credentials of " + this.username;
	}

}
