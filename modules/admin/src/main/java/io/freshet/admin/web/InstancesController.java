package io.freshet.admin.web;

import io.freshet.caching.administration.Instances;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * All instances over HTTP; what the documentation says of it is in
 * {@link InstancesDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class InstancesController implements InstancesDocumentation {

	private final Instances instances;

	InstancesController(Instances instances) {
		this.instances = instances;
	}

	@Override
	@GetMapping("/instances")
	public Mono<ResponseEntity<InstancesView>> instances() {
		return this.instances.report().map(InstancesView::of).map(Answers::of);
	}

}
