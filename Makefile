# Tiny MNIST: `make` prints the targets.

EXPERIMENTS ?=
SEEDS       ?= 1
EPOCHS      ?=
JOBS        ?=
DATA        ?=
OUT         ?= results

MVN  = mvn --batch-mode --quiet
JAVA = java -jar $(JAR)
JAR  = target/tiny-mnist.jar

SOURCES = pom.xml $(shell find src/main -type f)

.PHONY: help experiments report list test format clean

help:
	@echo 'make experiments  train the experiments and write $(OUT)/report.md'
	@echo 'make report       write the report again, from the files of $(OUT)/'
	@echo 'make list         list the experiments'
	@echo 'make test         run all tests'
	@echo 'make format       format the code'
	@echo 'make clean        delete target/'
	@echo
	@echo 'Variables of make experiments, empty for the default:'
	@echo '  EXPERIMENTS   names, such as "model-1-optimized" (default: all of experiments/)'
	@echo '  SEEDS         one seed, or a range such as 1-10 (default: 1)'
	@echo '  EPOCHS        epochs, in place of what the experiments say'
	@echo '  JOBS          runs at once, one core each (default: the number of cores)'
	@echo '  DATA          folder with another data set, as four IDX files'
	@echo '  OUT           folder of the results (default: results)'

experiments: $(JAR)
	@$(JAVA) run $(EXPERIMENTS) --seeds $(SEEDS) --out $(OUT) \
	  $(if $(EPOCHS),--epochs $(EPOCHS)) $(if $(JOBS),--jobs $(JOBS)) $(if $(DATA),--data $(DATA))

report: $(JAR)
	@$(JAVA) report --out $(OUT) $(if $(DATA),--data $(DATA))

list: $(JAR)
	@$(JAVA) list

$(JAR): $(SOURCES)
	@$(MVN) package -DskipTests
	@touch $(JAR)

test:
	@mvn --batch-mode verify

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
