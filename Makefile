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

# Values are text: recipes read them from the environment, where neither make nor the shell expands them.
VALUES = EXPERIMENTS SEEDS EPOCHS JOBS DATA AGAIN TENSORBOARD OUT RUNTIMES PORT ROUNDS QUICK GPU FAULTS PARTS CLUSTER SUBMIT
$(foreach name,$(VALUES),$(eval override $(name) := $$(value $(name))))
export $(VALUES)

# Some shells leave the ~ of `make OUT=~/results` as it is.
home = $(if $(filter ~ ~/%,$(firstword $($(1)))),$(HOME)$(subst ^~,,^$($(1))),$($(1)))
override OUT  := $(call home,OUT)
override DATA := $(call home,DATA)

comma = ,
expect = $(if $(filter-out $(2),$($(1))),$(error $(1)=$($(1)), expected $(3)))
$(foreach name,AGAIN TENSORBOARD QUICK,$(call expect,$(name),0 1,1 or 0))
$(call expect,GPU,on off auto,on$(comma) off or auto)
$(call expect,CUDA,with without,with or without)
# A JAR's address ends in `!`, and `:` separates folders.
ifneq ($(findstring :,$(CURDIR))$(findstring !/,$(CURDIR)/),)
$(error Java cannot run in a folder whose path has `:`, or a name that ends in `!`: $(CURDIR))
endif

MVN  = mvn --batch-mode --quiet $(PROFILES)
JAVA = java $(QUIET) $(HEAP) -jar $(JAR)
JAR  = target/tiny-mnist.jar

# JDK 24 and newer warn of what libraries do, Maven's and TensorFlow's; older ones lack the options.
QUIET = -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
export MAVEN_OPTS ?= $(QUIET)

# Maven's files are in the home, or in target/ for a user without one.
HOMELESS = $(shell command -v getent >/dev/null && ! [ -w "$$(getent passwd $$(id -u) | cut -d: -f6)" ] && echo yes)
ifneq ($(HOMELESS),)
MAVEN_OPTS += -Duser.home=target/home
endif

# In file names, Java knows only the characters of the locale: ASCII's in the locale C, or in one that is not installed.
ifeq ($(filter-out ANSI_X3.4-1968 US-ASCII,$(shell locale charmap 2>&-)),)
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

# EXPERIMENTS is one path, which may have spaces, or a list.
LIST     = if [ -e "$$EXPERIMENTS" ]; then set -- "$$EXPERIMENTS"; else set -- $$EXPERIMENTS; fi
DATASET  = $(if $(DATA),--data "$$DATA")
PLAN     = "$$@" $(if $(SEEDS),--seeds "$$SEEDS") $(if $(EPOCHS),--epochs "$$EPOCHS")

# The project's own study: ten seeds of the default experiments, and where a claim turns on less than 0.1 points;
# five of the others.
REFERENCE = results/reference
STUDY     = experiments:1-10 experiments/ablations:1-5 experiments/original:1-5 \
  experiments/ablations/model-1-no-smoothing.yaml:1-10 experiments/ablations/model-1-linear-annealing.yaml:1-10

# Models to show: the user's own, or else the reference's.
MODELS = ls -d "$$OUT"/*/seed-*/saved_model >/dev/null 2>&1 || OUT=$(REFERENCE)

BENCH = python3 src/bench/bench.py --program '$(JAVA)' --out "$$OUT" --gpu $(GPU) \
  $(if $(ROUNDS),--rounds "$$ROUNDS") $(if $(filter 1,$(QUICK)),--quick)

# The folders of the runs that EXPERIMENTS and SEEDS name, for xargs.
RUNS = $(LIST); runs=$$($(JAVA) cluster folders --out "$$OUT" $(PLAN)) && echo "$$runs" | tr '\n' '\0' | xargs -0

SOURCES = pom.xml $(shell find src/main experiments/*.json -type f) $(wildcard $(REFERENCE)/*/seed-*/run.json)

.PHONY: help experiments reference reference-pytorch doctor report list demo bench bench-peers bench-job \
  cluster cluster-status test-cluster bundle verify-exports export-tflite export-onnx export-tfjs export-serving \
  verify-tensorboard snippets test test-faults test-demo screenshot outdated format clean

help:
	@echo "make experiments  train the experiments and write $$OUT/report.md; resumable"
	@echo 'make cluster      submit the experiments to Slurm; make cluster-status shows their progress'
	@echo "make report       rewrite the report from the files in $$OUT/"
	@echo 'make list         list the experiments'
	@echo "make demo         draw digits in a web page, at http://localhost:$$PORT/"
	@echo 'make doctor       show the available devices and which one will be used'
	@echo 'make test         run all tests'
	@echo 'make test-faults  inject faults and fuzz the readers; FAULTS=short does less'
	@echo 'make test-cluster test make cluster on a real Slurm, as root; CLUSTER=short does less'
	@echo 'make reference    train the project'"'"'s own study into $(REFERENCE)/: hours, resumable'
	@echo 'make bundle       pack the program for machines without Java or a network (Linux x86-64)'
	@echo 'make format       format the code'
	@echo 'make outdated     list dependencies that have newer releases'
	@echo 'make clean        delete target/'
	@echo
	@echo 'These need Python 3.11, some also Node.js 20, Chromium and a C compiler:'
	@echo "make bench              measure training speed into $$OUT/bench.csv and scaling.csv"
	@echo 'make bench-peers        measure PyTorch and Keras'
	@echo "make bench-job          measure a whole job, here and in PyTorch, into $$OUT/job.csv"
	@echo 'make reference-pytorch  train the three models in PyTorch into $(REFERENCE)/pytorch/'
	@echo 'make verify-exports     check the exported models in other runtimes'
	@echo 'make export-tflite      write model.tflite beside saved_model/; likewise export-onnx'
	@echo 'make export-tfjs        likewise tfjs/, for TensorFlow.js'
	@echo 'make export-serving     likewise serving/, for TensorFlow Serving'
	@echo 'make verify-tensorboard read event files back with TensorBoard'
	@echo 'make snippets           run the code examples of the documentation'
	@echo 'make test-demo          test the page of make demo in headless Chromium'
	@echo
	@echo 'Variables of make experiments:'
	@echo '  EXPERIMENTS   names, files or folders, such as "model-1-optimized" (default: experiments/*.yaml)'
	@echo '  SEEDS         seeds and ranges, such as 1-10 or "1 3 5-7" (default: 1)'
	@echo '  EPOCHS        number of epochs (default: as in the experiments)'
	@echo '  JOBS          number of runs at once (default: the number of cores)'
	@echo '  GPU           on, off, or auto: on with an NVIDIA driver (default: auto)'
	@echo '  DATA          folder with the four IDX files of another data set, or one of the files'
	@echo '  OUT           folder of the results (default: results)'
	@echo '  AGAIN         1 to train finished runs again'
	@echo '  SUBMIT        options of make cluster: see bash src/slurm/cluster --help'
	@echo "  TENSORBOARD   1 to write event files into $$OUT/*/seed-*/tensorboard/"
	@echo
	@echo 'Variables of make bundle:'
	@echo '  CUDA          with or without the CUDA libraries (default: with them if GPU is on and they are not installed)'
	@echo '  PARTS         size of the parts of the bundle (default: 60M)'

experiments: $(JAR)
	@$(LIST); $(JAVA) run $(PLAN) --out "$$OUT" $(DATASET) $(if $(JOBS),--jobs "$$JOBS") --gpu $(GPU) \
	  $(if $(filter 1,$(AGAIN)),--again) $(if $(filter 1,$(TENSORBOARD)),--tensorboard)

cluster: $(JAR)
	@$(LIST); bash src/slurm/cluster submit --program '$(JAVA)' --out "$$OUT" $(DATASET) $(PLAN) \
	  $(if $(EXPERIMENTS)$(SEEDS),,$(STUDY)) $(SUBMIT)

cluster-status: $(JAR)
	@bash src/slurm/cluster status --program '$(JAVA)' --out "$$OUT"

reference: $(JAR)
	@$(JAVA) run $(STUDY) --out $(REFERENCE) --gpu off

reference-pytorch:
	@bash src/bench/install reference
	@target/bench/reference/bin/python src/bench/reference_pytorch.py $(REFERENCE)/pytorch \
	  $(if $(SEEDS),--seeds "$$SEEDS") $(if $(JOBS),--jobs "$$JOBS")

doctor: $(JAR)
	@$(JAVA) doctor --out "$$OUT" --gpu $(GPU)

report: $(JAR)
	@$(JAVA) report --out "$$OUT" $(DATASET)

list: $(JAR)
	@$(JAVA) list

demo: $(JAR)
	@$(MODELS); $(JAVA) demo --out "$$OUT" --port "$$PORT"

bench: $(JAR)
	@$(BENCH) training $(DATASET)
	@$(BENCH) scaling

bench-peers: $(JAR)
	@$(BENCH) peers --gpu off

bench-job: $(JAR)
	@$(LIST); $(BENCH) job $(if $(EXPERIMENTS),--experiments "$$@") $(if $(EPOCHS),--epochs "$$EPOCHS")

bundle: $(JAR)
	@bash src/bundle/build tiny-mnist-linux-x86_64-$(if $(ON),gpu,cpu)$(if $(WITH),-cuda) "$$PARTS" $(if $(WITH),cuda)

verify-exports: $(JAR)
	@bash src/interop/install runtimes
	@$(RUNS) target/interop/runtimes/bin/python src/interop/verify.py --out "$$OUT/interop.csv" \
	  $(if $(RUNTIMES),--runtimes "$$RUNTIMES") $(DATASET)

export-tflite export-onnx export-tfjs export-serving: $(JAR)
	@$(RUNS) bash src/interop/export $(@:export-%=%)

verify-tensorboard:
	@bash src/interop/install tensorboard
	@target/interop/tensorboard/bin/python src/interop/python/tensorboard_events.py "$$OUT"/*/*/tensorboard

snippets: $(JAR)
	@bash src/interop/snippets/run

test-demo: $(JAR) $(NPM_MODULES)
	@$(MODELS); OUT=$$(realpath "$$OUT") $(NPM) test --silent

screenshot: $(JAR) $(NPM_MODULES)
	@$(MODELS); OUT=$$(realpath "$$OUT") $(NPM) run --silent screenshot -- "$$PWD/src/site/resources/images"

$(NPM_MODULES): src/test/javascript/package-lock.json
	@$(NPM) ci --no-audit --no-fund
	@touch $@

$(JAR): $(SOURCES) $(BUILD)
	@$(MVN) package -DskipTests
	@touch $(JAR)

# The program is rebuilt if the profiles change.
$(BUILD):
	@mkdir -p target
	@rm -f target/for-the-*
	@touch $@

test: $(BUILD)
	@mvn --batch-mode $(PROFILES) verify

test-faults: $(JAR)
	@mvn --batch-mode $(PROFILES) test -Dgroups=faults -DexcludedGroups= -Dfaults="$$FAULTS"

outdated:
	@rm -f target/outdated.txt
	@$(MVN) versions:display-dependency-updates versions:display-plugin-updates -Dversions.outputFile=target/outdated.txt
	@cat target/outdated.txt

test-cluster: $(JAR)
	@bash src/test/slurm/install
	@target/slurm/bin/python src/test/slurm/test_cluster.py

format:
	@$(MVN) spotless:apply

clean:
	@$(MVN) clean
