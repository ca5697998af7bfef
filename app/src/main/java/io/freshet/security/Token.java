package io.freshet.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A token as RFC 6749 answers it.
 *
 * @param accessToken the token itself
 * @param tokenType how it is sent
 * @param expiresIn its lifetime in seconds
 * @param scope what it allows, separated by spaces
 */
record Token(
		@Schema(description = "What to send as `Authorization: Bearer …`",
				example = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln") @JsonProperty("access_token") String accessToken,
		@Schema(example = "Bearer") @JsonProperty("token_type") String tokenType,
		@Schema(description = "Lifetime in seconds", example = "3600") @JsonProperty("expires_in") long expiresIn,
		@Schema(description = "What it allows, separated by spaces", example = "posts:write tags:write") String scope) {

}
