# Tiny MNIST: `make` prints the targets.

EXPERIMENTS ?=
SEEDS       ?=
EPOCHS      ?=
JOBS        ?=
DATA        ?=
TENSORBOARD ?=
OUT         ?= results
RUNTIMES    ?=
PORT        ?= 8000

MVN  = mvn --batch-mode --quiet
JAVA = java -jar $(JAR)
JAR  = target/tiny-mnist.jar

NPM         = npm --prefix src/test/javascript
NPM_MODULES = src/test/javascript/node_modules/.package-lock.json

TRAINING = $(EXPERIMENTS) --out $(OUT) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(EPOCHS),--epochs $(EPOCHS)) \
  $(if $(JOBS),--jobs $(JOBS)) $(if $(DATA),--data $(DATA)) $(if $(TENSORBOARD),--tensorboard)

SOURCES = pom.xml $(shell find src/main -type f)

.PHONY: help experiments study report list demo verify-exports \
  export-tflite export-onnx export-tfjs export-serving snippets test test-demo screenshot format clean

help:
	@echo 'make experiments  train the experiments and write $(OUT)/report.md'
	@echo 'make study        train them with seeds 1-10 and their ablations with 1-5: hours; kept if stopped'
	@echo 'make report       write the report again, from the files of $(OUT)/'
	@echo 'make list         list the experiments'
	@echo 'make demo         draw a digit and see it read, at http://localhost:$(PORT)/'
	@echo 'make test         run all tests'
	@echo 'make format       format the code'
	@echo 'make clean        delete target/'
	@echo
	@echo 'With Python 3.11, Node.js 20, Chromium and a C compiler:'
	@echo 'make verify-exports  take the exported models through other runtimes'
	@echo 'make export-tflite   write model.tflite beside every saved_model/; likewise export-onnx'
	@echo 'make export-tfjs     write tfjs/ beside every saved_model/ (needs none of them)'
	@echo 'make export-serving  likewise serving/, for TensorFlow Serving'
	@echo 'make verify-tensorboard  read event files back with TensorBoard'
	@echo 'make snippets        run the programs that README shows'
	@echo 'make test-demo       test the page of make demo in headless Chromium'
	@echo
	@echo 'Variables of make experiments and make study, empty for the default:'
	@echo '  EXPERIMENTS   names, such as "model-1-optimized" (default: all of experiments/)'
	@echo '  SEEDS         one seed, or a range such as 1-10 (default: 1; see make study)'
	@echo '  EPOCHS        epochs, in place of what the experiments say'
	@echo '  JOBS          runs at once, one core each (default: the number of cores)'
	@echo '  DATA          folder with another data set, as four IDX files'
	@echo '  OUT           folder of the results (default: results)'
	@echo '  TENSORBOARD   1 to write event files into results/*/seed-*/tensorboard/'

experiments: $(JAR)
	@$(JAVA) run $(TRAINING)

study: $(JAR)
	@$(JAVA) study $(TRAINING)

report: $(JAR)
	@$(JAVA) report --out $(OUT) $(if $(DATA),--data $(DATA))

list: $(JAR)
	@$(JAVA) list

demo: $(JAR)
	@$(JAVA) demo --out $(OUT) --port $(PORT)

verify-exports: $(JAR)
	@$(JAVA) verify-exports $(EXPERIMENTS) --out $(OUT) \
	  $(if $(RUNTIMES),--runtimes $(RUNTIMES)) $(if $(DATA),--data $(DATA))

export-tflite export-onnx export-tfjs export-serving: $(JAR)
	@src/interop/export $(@:export-%=%) $(patsubst %/saved_model,%,$(wildcard $(OUT)/*/seed-1/saved_model))

verify-tensorboard:
	@src/interop/install tensorboard
	@target/interop/tensorboard/bin/python src/interop/python/tensorboard_events.py \
	  $(patsubst %/tensorboard,%,$(wildcard $(OUT)/*/*/tensorboard))

snippets: $(JAR)
	@src/interop/snippets/run $(OUT)

test-demo: $(JAR) $(NPM_MODULES)
	@OUT=$(abspath $(OUT)) $(NPM) test --silent

screenshot: $(JAR) $(NPM_MODULES)
	@OUT=$(abspath $(OUT)) $(NPM) run --silent screenshot -- $(abspath $(OUT))

$(NPM_MODULES): src/test/javascript/package-lock.json
	@$(NPM) ci --no-audit --no-fund
	@touch $@

$(JAR): $(SOURCES)
	@$(MVN) package -DskipTests
	@touch $(JAR)

test:
	@mvn --batch-mode verify

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
