# Tiny MNIST: `make` prints the targets.

EXPERIMENTS ?=
SEEDS       ?=
EPOCHS      ?=
JOBS        ?=
DATA        ?=
AGAIN       ?=
TENSORBOARD ?=
OUT         ?= results
RUNTIMES    ?=
PORT        ?= 8000
ROUNDS      ?=
QUICK       ?=
GPU         ?= auto
FAULTS      ?=
PARTS       ?= 60M
CLUSTER     ?=
SUBMIT      ?=

MVN  = mvn --batch-mode --quiet $(PROFILES)
JAVA = java $(QUIET) $(HEAP) -jar $(JAR)
JAR  = target/tiny-mnist.jar

# JDK 24 and newer warn of what libraries do, Maven's and TensorFlow's; older ones lack the options.
QUIET = -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
export MAVEN_OPTS ?= $(QUIET)

# Names of files have the characters of the locale for Java, and the locale C has only ASCII's.
ifeq ($(filter-out C POSIX,$(or $(LC_ALL),$(LC_CTYPE),$(LANG))),)
export LC_ALL = C.UTF-8
endif

# The heap is small beside TensorFlow's memory: the collector that adds least to it.
HEAP = -XX:+UseSerialGC

# The profiles of pom.xml: TensorFlow for a GPU or for the CPU; and CUDA's libraries, unless the
# machine has all that TensorFlow looks for.
ON       = $(filter on,$(GPU:auto=$(if $(wildcard /proc/driver/nvidia/version),on,off)))
SONAMES  = cudart.so.12 cublas.so.12 cublasLt.so.12 cufft.so.11 cusolver.so.11 cusparse.so.12 cudnn.so.9
MISSING  = $(filter-out $(shell PATH=$$PATH:/sbin ldconfig -p | sed -n 's/^\s*lib\(\S*\) .*/\1/p'),$(SONAMES))
CUDA    ?= $(if $(and $(ON),$(MISSING)),with,without)
WITH     = $(filter with,$(CUDA))
PROFILES = -P '$(if $(ON),,!)gpu' -P '$(if $(WITH),,!)cuda'
BUILD    = target/for-the-$(if $(ON),gpu,cpu)$(if $(WITH),-with-cuda)

NPM         = npm --prefix src/test/javascript
NPM_MODULES = src/test/javascript/node_modules/.package-lock.json

ASKED    = $(EXPERIMENTS) $(if $(SEEDS),--seeds '$(SEEDS)')
TRAINING = --out '$(OUT)' $(if $(EPOCHS),--epochs $(EPOCHS)) $(if $(JOBS),--jobs $(JOBS)) \
  $(if $(DATA),--data '$(DATA)') $(if $(AGAIN),--again) --gpu $(GPU) $(if $(TENSORBOARD),--tensorboard)

# The project's own study: ten seeds of the default experiments, and where a claim turns on less than 0.1 points;
# five of the others.
REFERENCE = results/reference
STUDY     = experiments:1-10 experiments/ablations:1-5 experiments/original:1-5 \
  experiments/ablations/model-1-no-smoothing.yaml:1-10 experiments/ablations/model-1-linear-annealing.yaml:1-10

# Models to show: the user's own, or else the reference's.
MODELS = $(if $(shell ls -d '$(OUT)'/*/seed-*/saved_model 2>&-),$(OUT),$(REFERENCE))

BENCH = python3 src/bench/bench.py --program '$(JAVA)' --out '$(OUT)' --gpu $(GPU) \
  $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(QUICK),--quick)

# The folders of EXPERIMENTS (names, files, folders of files) and SEEDS: all and seed 1 by default.
FILES      = $(foreach name,$(or $(EXPERIMENTS),experiments),$(or $(wildcard $(name)/*.yaml),$(name)))
COMMA      = ,
SEED_LIST  = $(foreach part,$(subst $(COMMA), ,$(or $(SEEDS),1)),\
  $(shell seq $(firstword $(subst -, ,$(part))) $(lastword $(subst -, ,$(part)))))
RUNS       = $(foreach name,$(basename $(notdir $(FILES))),\
  $(addprefix '$(OUT)/$(name)/seed-,$(addsuffix ',$(SEED_LIST))))

SOURCES = pom.xml $(shell find src/main experiments/*.json -type f)

.PHONY: help experiments reference reference-pytorch doctor report list demo bench bench-peers bench-job \
  cluster cluster-status test-cluster bundle verify-exports export-tflite export-onnx export-tfjs export-serving \
  verify-tensorboard snippets test test-faults test-demo screenshot outdated format clean

help:
	@echo 'make experiments  train the experiments and write $(OUT)/report.md; kept if stopped'
	@echo 'make cluster      submit the experiments to Slurm; make cluster-status shows how far they are'
	@echo 'make report       write the report again, from the files of $(OUT)/'
	@echo 'make list         list the experiments'
	@echo 'make demo         draw a digit and see it read, at http://localhost:$(PORT)/'
	@echo 'make doctor       show what there is to train on, and what will be used'
	@echo 'make test         run all tests'
	@echo 'make test-faults  cause faults in processes, fuzz the readers; FAULTS=short does less'
	@echo 'make test-cluster test make cluster on a real Slurm, as root; CLUSTER=short does less'
	@echo 'make reference    train the project'"'"'s own study into $(REFERENCE)/: hours; kept if stopped'
	@echo 'make bundle       pack the program to run where there is neither Java nor a network (Linux x86-64)'
	@echo 'make format       format the code'
	@echo 'make outdated     list dependencies that have newer releases'
	@echo 'make clean        delete target/'
	@echo
	@echo 'With Python 3.11, and some with Node.js 20, Chromium and a C compiler:'
	@echo 'make bench              measure how fast training is, into $(OUT)/bench.csv and scaling.csv'
	@echo 'make bench-peers        measure PyTorch and Keras beside it'
	@echo 'make bench-job          measure a whole job, here and in PyTorch, into $(OUT)/job.csv'
	@echo 'make reference-pytorch  train the three models in PyTorch into $(REFERENCE)/pytorch/'
	@echo 'make verify-exports     take the exported models through other runtimes'
	@echo 'make export-tflite      write model.tflite beside saved_model/; likewise export-onnx'
	@echo 'make export-tfjs        likewise tfjs/, for TensorFlow.js'
	@echo 'make export-serving     likewise serving/, for TensorFlow Serving'
	@echo 'make verify-tensorboard read event files back with TensorBoard'
	@echo 'make snippets           run the programs that the documentation shows'
	@echo 'make test-demo          test the page of make demo in headless Chromium'
	@echo
	@echo 'Variables of make experiments, empty for the default:'
	@echo '  EXPERIMENTS   names, files or folders, such as "model-1-optimized" (default: experiments/*.yaml)'
	@echo '  SEEDS         seeds such as 1,3 or 1-10 (default: 1)'
	@echo '  EPOCHS        epochs, in place of what the experiments say'
	@echo '  JOBS          runs at once (default: the number of cores)'
	@echo '  GPU           on, off, or auto: on if there is an NVIDIA driver (default: auto)'
	@echo '  DATA          folder with another data set, as four IDX files'
	@echo '  OUT           folder of the results (default: results)'
	@echo '  AGAIN         1 to train finished runs again'
	@echo '  SUBMIT        options of make cluster: see src/slurm/cluster --help'
	@echo '  TENSORBOARD   1 to write event files into $(OUT)/*/seed-*/tensorboard/'
	@echo
	@echo 'Variables of make bundle:'
	@echo '  CUDA          with or without: whether its libraries are in the bundle (default: as for GPU)'
	@echo '  PARTS         size of the parts of the bundle (default: 60M)'

experiments: $(JAR)
	@$(JAVA) run $(ASKED) $(TRAINING)

cluster: $(JAR)
	@src/slurm/cluster submit --program '$(JAVA)' --out '$(OUT)' $(if $(EPOCHS),--epochs $(EPOCHS)) \
	  $(if $(DATA),--data '$(DATA)') $(or $(strip $(ASKED)),$(STUDY)) $(SUBMIT)

cluster-status: $(JAR)
	@src/slurm/cluster status --program '$(JAVA)' --out '$(OUT)'

reference: $(JAR)
	@$(JAVA) run $(STUDY) --out $(REFERENCE) --gpu off

reference-pytorch:
	@src/bench/install reference
	@target/bench/reference/bin/python src/bench/reference_pytorch.py $(REFERENCE)/pytorch \
	  $(if $(SEEDS),--seeds $(SEEDS)) $(if $(JOBS),--jobs $(JOBS))

doctor: $(JAR)
	@$(JAVA) doctor --out '$(OUT)' --gpu $(GPU)

report: $(JAR)
	@$(JAVA) report --out '$(OUT)' $(if $(DATA),--data '$(DATA)')

list: $(JAR)
	@$(JAVA) list

demo: $(JAR)
	@$(JAVA) demo --out '$(MODELS)' --port $(PORT)

bench: $(JAR)
	@$(BENCH) training $(if $(DATA),--data '$(DATA)')
	@$(BENCH) scaling

bench-peers: $(JAR)
	@$(BENCH) peers --gpu off

bench-job: $(JAR)
	@$(BENCH) job $(if $(EXPERIMENTS),--experiments $(EXPERIMENTS)) $(if $(EPOCHS),--epochs $(EPOCHS))

bundle: $(JAR)
	@src/bundle/build tiny-mnist-linux-x86_64-$(if $(ON),gpu,cpu)$(if $(WITH),-cuda) $(PARTS) $(if $(WITH),cuda)

verify-exports: $(JAR)
	@src/interop/install runtimes
	@target/interop/runtimes/bin/python src/interop/verify.py --out '$(OUT)/interop.csv' \
	  $(if $(RUNTIMES),--runtimes $(RUNTIMES)) $(if $(DATA),--data '$(DATA)') $(RUNS)

export-tflite export-onnx export-tfjs export-serving: $(JAR)
	@src/interop/export $(@:export-%=%) $(RUNS)

verify-tensorboard:
	@src/interop/install tensorboard
	@target/interop/tensorboard/bin/python src/interop/python/tensorboard_events.py \
	  '$(OUT)'/*/*/tensorboard

snippets: $(JAR)
	@src/interop/snippets/run '$(OUT)'

test-demo: $(JAR) $(NPM_MODULES)
	@OUT="$$(realpath '$(MODELS)')" $(NPM) test --silent

screenshot: $(JAR) $(NPM_MODULES)
	@OUT="$$(realpath '$(MODELS)')" $(NPM) run --silent screenshot -- "$$PWD/src/site/resources/images"

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
	  -Dfaults=$(FAULTS) -Dfaults.file=target/faults.csv

outdated:
	@rm -f target/outdated.txt
	@$(MVN) versions:display-dependency-updates versions:display-plugin-updates -Dversions.outputFile=target/outdated.txt
	@cat target/outdated.txt

test-cluster: $(JAR)
	@src/test/slurm/install
	@CLUSTER=$(CLUSTER) target/slurm/bin/python src/test/slurm/test_cluster.py

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
