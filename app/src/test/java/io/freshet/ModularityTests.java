package io.freshet;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

class ModularityTests {

	private final ApplicationModules modules = ApplicationModules.of(FreshetApplication.class);

	@Test
	void modulesUseEachOtherAsTheySay() {
		this.modules.verify();
	}

	@Test
	void everyModuleIsSeen() {
		assertThat(this.modules.stream().map((module) -> module.getIdentifier().toString())).contains("caching", "tags",
				"posts", "admin", "problems", "security", "sample");
	}

}
