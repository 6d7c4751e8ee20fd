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
ROUNDS      ?=
QUICK       ?=
GPU         ?= auto
FAULTS      ?=

MVN  = mvn --batch-mode --quiet $(PROFILES)
JAVA = java $(HEAP) -jar $(JAR)
JAR  = target/tiny-mnist.jar

# The heap is small beside TensorFlow's memory: the collector that adds least to it.
HEAP = -XX:+UseSerialGC

# The profiles of pom.xml: TensorFlow for a GPU or for the CPU; and CUDA's libraries, unless the
# machine has all that TensorFlow looks for.
ON       = $(filter on,$(GPU:auto=$(if $(wildcard /proc/driver/nvidia/version),on,off)))
CUDA     = cudart.so.12 cublas.so.12 cublasLt.so.12 cufft.so.11 cusolver.so.11 cusparse.so.12 cudnn.so.9
MISSING  = $(filter-out $(shell PATH=$$PATH:/sbin ldconfig -p | sed -n 's/^\s*lib\(\S*\) .*/\1/p'),$(CUDA))
PROFILES = -P '$(if $(ON),,!)gpu' -P '$(if $(and $(ON),$(MISSING)),,!)cuda'
BUILD    = target/for-the-$(if $(ON),gpu,cpu)

NPM         = npm --prefix src/test/javascript
NPM_MODULES = src/test/javascript/node_modules/.package-lock.json

TRAINING = $(EXPERIMENTS) --out $(OUT) $(if $(SEEDS),--seeds $(SEEDS)) $(if $(EPOCHS),--epochs $(EPOCHS)) \
  $(if $(JOBS),--jobs $(JOBS)) $(if $(DATA),--data $(DATA)) --gpu $(GPU) $(if $(TENSORBOARD),--tensorboard)

BENCH = python3 src/bench/bench.py --program '$(JAVA)' --out $(OUT) --gpu $(GPU) \
  $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(QUICK),--quick)

SOURCES = pom.xml $(shell find src/main -type f)

.PHONY: help experiments study doctor report list demo profile bench bench-peers bench-job verify-exports \
  export-tflite export-onnx export-tfjs export-serving snippets test test-faults test-demo screenshot format clean

help:
	@echo 'make experiments  train the experiments and write $(OUT)/report.md'
	@echo 'make study        train them with seeds 1-10 and their ablations with 1-5: hours; kept if stopped'
	@echo 'make doctor       show what there is to train on, and what will be used'
	@echo 'make report       write the report again, from the files of $(OUT)/'
	@echo 'make list         list the experiments'
	@echo 'make demo         draw a digit and see it read, at http://localhost:$(PORT)/'
	@echo 'make profile      print where a training step of EXPERIMENTS spends its time'
	@echo 'make bench        measure how fast training is, into $(OUT)/bench.csv and scaling.csv (Python 3)'
	@echo 'make bench-job    measure where the time of make experiments goes, into $(OUT)/job.csv'
	@echo 'make test         run all tests'
	@echo 'make test-faults  cause faults in processes, fuzz the readers; FAULTS=short does less'
	@echo 'make format       format the code'
	@echo 'make clean        delete target/'
	@echo
	@echo 'With Python 3.11, Node.js 20, Chromium and a C compiler:'
	@echo 'make verify-exports  take the exported models through other runtimes'
	@echo 'make export-tflite   write model.tflite beside every saved_model/; likewise export-onnx'
	@echo 'make export-tfjs     write tfjs/ beside every saved_model/ (needs none of them)'
	@echo 'make export-serving  likewise serving/, for TensorFlow Serving'
	@echo 'make bench-peers     measure PyTorch and Keras beside it'
	@echo 'make verify-tensorboard  read event files back with TensorBoard'
	@echo 'make snippets        run the programs that README shows'
	@echo 'make test-demo       test the page of make demo in headless Chromium'
	@echo
	@echo 'Variables of make experiments and make study, empty for the default:'
	@echo '  EXPERIMENTS   names, such as "model-1-optimized" (default: all of experiments/)'
	@echo '  SEEDS         one seed, or a range such as 1-10 (default: 1; see make study)'
	@echo '  EPOCHS        epochs, in place of what the experiments say'
	@echo '  JOBS          runs at once (default: the number of cores)'
	@echo '  GPU           on, off, or auto: on if there is an NVIDIA driver (default: auto)'
	@echo '  DATA          folder with another data set, as four IDX files'
	@echo '  OUT           folder of the results (default: results)'
	@echo '  TENSORBOARD   1 to write event files into results/*/seed-*/tensorboard/'

experiments: $(JAR)
	@$(JAVA) run $(TRAINING)

study: $(JAR)
	@$(JAVA) study $(TRAINING)

doctor: $(JAR)
	@$(JAVA) doctor --out $(OUT) --gpu $(GPU)

report: $(JAR)
	@$(JAVA) report --out $(OUT) $(if $(DATA),--data $(DATA))

list: $(JAR)
	@$(JAVA) list

demo: $(JAR)
	@$(JAVA) demo --out $(OUT) --port $(PORT)

bench: $(JAR)
	@$(BENCH) training $(if $(DATA),--data $(DATA))
	@$(BENCH) scaling

bench-peers: $(JAR)
	@$(BENCH) peers --gpu off

bench-job: $(JAR)
	@$(BENCH) job $(if $(EXPERIMENTS),--experiments $(EXPERIMENTS)) $(if $(EPOCHS),--epochs $(EPOCHS))

profile: $(JAR)
	@$(JAVA) measure --profile $(or $(EXPERIMENTS),model-1-optimized) $(if $(DATA),--data $(DATA))

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

$(JAR): $(SOURCES) $(BUILD)
	@$(MVN) package -DskipTests
	@touch $(JAR)

# Another build of TensorFlow than that of the last time makes the program anew.
$(BUILD):
	@mkdir -p target
	@rm -f target/for-the-*
	@touch $@

test: $(BUILD)
	@mvn --batch-mode $(PROFILES) verify

test-faults: $(JAR)
	@mvn --batch-mode $(PROFILES) test -Dgroups=faults -DexcludedGroups= \
	  -Djunit.jupiter.execution.parallel.enabled=true \
	  -Dfaults=$(FAULTS) -Dfaults.file=$(OUT)/faults.csv

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
