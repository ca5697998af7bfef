package io.freshet.security;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * No user has this name and this password.
 */
class WrongCredentialsException extends ErrorResponseException {

	WrongCredentialsException() {
		super(HttpStatus.UNAUTHORIZED);
		setType(URI.create("urn:freshet:problem:wrong-credentials"));
		setTitle("Wrong credentials");
		setDetail("No user has this name and this password");
	}

}
