package io.freshet.admin.web;

import java.net.URI;

import io.swagger.v3.oas.annotations.Hidden;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where an administrator enters: the documentation, from which the routes for
 * administrators can be called with a token.
 */
@Hidden
@RestController
class AdminEntryController {

	@GetMapping("/admin")
	ResponseEntity<Void> enter() {
		return ResponseEntity.status(HttpStatus.FOUND).location(URI.create("/docs")).build();
	}

}
